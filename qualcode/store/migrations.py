"""The schema, as migrations of sqlite-utils: a released one is never edited.

Imported only when a project is made or upgraded, because sqlite-utils is slow to import.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

migrations = Migrations("qualcode")

UID = "uid text not null unique check(length(uid) = 32)"
SPAN = "check(start >= 0 and start < stop)"
SEEN = "('none', 'suggestion', 'others', 'both')"
DRAWN = "('chosen', 'source', 'best', 'balanced', 'random', 'assigned', 'sheet', 'imported')"

TABLES = f"""
create table setting(
  id integer primary key check(id = 1),
  project_uid text not null check(length(project_uid) = 32),
  unit text not null check(unit in ('auto', 'turn', 'paragraph', 'sentence')),
  languages text not null check(json_valid(languages)),
  created_at text not null
) strict;
create table study_case(
  id integer primary key,
  {UID},
  name text not null,
  key text not null unique
) strict;
create table source(
  id integer primary key,
  {UID},
  name text not null,
  key text not null unique,
  media_type text not null,
  file_sha256 text not null,
  file_part text not null,
  imported_sha256 text not null unique,
  text_sha256 text not null,
  language text not null,
  layout text not null,
  case_id integer references study_case(id) on delete restrict,
  collected_on text,
  empty integer not null default 0,
  imported_at text not null,
  confidence real not null default 1 check(confidence between 0 and 1),
  doubts text not null default '[]' check(json_valid(doubts)),
  text text not null
) strict;
create index source_file on source(file_sha256, file_part);
create index source_case on source(case_id);
create table speaker(
  id integer primary key,
  {UID},
  source_id integer not null references source(id) on delete restrict,
  label text not null,
  key text not null,
  name text not null,
  role text not null check(role in ('interviewer', 'respondent', 'moderator', 'observer', 'unknown')),
  case_id integer references study_case(id) on delete restrict,
  case_set integer not null default 0 check(case_set in (0, 1)),
  person text,
  check(case_set = 1 or case_id is null),
  unique(source_id, key)
) strict;
create index speaker_case on speaker(case_id);
create index speaker_person on speaker(person);
create table turn(
  id integer primary key,
  source_id integer not null references source(id) on delete restrict,
  n integer not null,
  speaker_id integer references speaker(id) on delete restrict,
  start integer not null,
  stop integer not null,
  start_s real,
  end_s real,
  set_by_hand integer not null default 0 check(set_by_hand in (0, 1)),
  {SPAN},
  unique(source_id, n)
) strict;
create index turn_speaker on turn(speaker_id);
create table segment(
  id integer primary key,
  source_id integer not null references source(id) on delete restrict,
  turn_id integer not null references turn(id),
  n integer not null,
  unit text not null check(unit in ('turn', 'paragraph', 'sentence', 'row')),
  start integer not null,
  stop integer not null,
  words integer not null,
  {SPAN},
  unique(source_id, n)
) strict;
create index segment_turn on segment(turn_id);
create table part(
  source_id integer not null references source(id) on delete restrict,
  start integer not null,
  stop integer not null,
  kind text not null
    check(kind in ('header', 'label', 'speech', 'note', 'page_number', 'timestamp', 'noise', 'blank')),
  rule text not null,
  {SPAN},
  primary key(source_id, start)
) strict, without rowid;
create table code(
  id integer primary key,
  {UID},
  parent_id integer references code(id) on delete restrict,
  name text not null check(instr(name, '/') = 0),
  key text not null,
  label text not null default '{{}}' check(json_valid(label)),
  definition text not null default '',
  include text not null default '',
  exclude text not null default '',
  colour text not null default '',
  position integer not null,
  retired_at text
) strict;
create unique index code_name on code(coalesce(parent_id, 0), key) where retired_at is null;
create index code_parent on code(parent_id);
create table rule(
  id integer primary key,
  {UID},
  code_id integer not null references code(id) on delete restrict,
  position integer not null,
  spec text not null check(json_valid(spec))
) strict;
create index rule_code on rule(code_id);
create table example(
  id integer primary key,
  {UID},
  code_id integer not null references code(id) on delete restrict,
  position integer not null,
  text text not null,
  positive integer not null check(positive in (0, 1))
) strict;
create index example_code on example(code_id);
create table codebook_version(
  id integer primary key,
  n integer not null unique,
  sha256 text not null,
  made_at text not null,
  note text not null default '',
  content text not null
) strict;
create index codebook_version_sha256 on codebook_version(sha256);
create table coder(
  id integer primary key,
  {UID},
  name text not null,
  key text not null unique,
  kind text not null check(kind in ('human', 'consensus', 'rule', 'model'))
) strict;
create table run(
  id integer primary key,
  {UID},
  kind text not null check(kind in ('rule', 'model')),
  covers text not null check(json_valid(covers)),
  parameters text not null check(json_valid(parameters)),
  codebook_sha256 text not null,
  software text not null,
  random_state integer,
  started_at text not null,
  ended_at text not null
) strict;
create table decision(
  id integer primary key,
  {UID},
  coder_id integer not null references coder(id) on delete restrict,
  source_id integer not null references source(id) on delete restrict,
  start integer not null,
  stop integer not null,
  code_id integer not null references code(id) on delete restrict,
  state text not null check(state in ('accepted', 'rejected', 'unsure')),
  origin text not null check(origin in ('rule', 'model')),
  score real not null check(score >= 0 and score <= 1),
  evidence text not null check(json_valid(evidence)),
  run_uid text not null,
  codebook_sha256 text not null,
  drawn text not null check(drawn in {DRAWN}),
  at text not null,
  {SPAN},
  unique(coder_id, source_id, start, stop, code_id, origin)
) strict;
create index decision_source on decision(source_id, code_id);
create index decision_code on decision(code_id);
create table coding(
  id integer primary key,
  {UID},
  source_id integer not null references source(id) on delete restrict,
  start integer not null,
  stop integer not null,
  quote text not null,
  code_id integer not null references code(id) on delete restrict,
  coder_id integer not null references coder(id) on delete restrict,
  decision_id integer references decision(id) on delete restrict,
  seen text not null default 'none' check(seen in {SEEN}),
  created_at text not null,
  {SPAN},
  unique(source_id, start, stop, code_id, coder_id)
) strict;
create index coding_code on coding(code_id);
create index coding_coder on coding(coder_id);
create index coding_decision on coding(decision_id);
create table reading(
  id integer primary key,
  {UID},
  coder_id integer not null references coder(id) on delete restrict,
  source_id integer not null references source(id) on delete restrict,
  start integer not null,
  stop integer not null,
  at text not null,
  seen text not null default 'none' check(seen in {SEEN}),
  drawn text not null check(drawn in {DRAWN}),
  drawn_for integer references code(id) on delete restrict,
  {SPAN}
) strict;
create index reading_source on reading(source_id, start);
create index reading_coder on reading(coder_id);
create index reading_drawn_for on reading(drawn_for);
create table assignment(
  id integer primary key,
  {UID},
  coder_id integer not null references coder(id) on delete restrict,
  source_id integer not null references source(id) on delete restrict,
  start integer not null,
  stop integer not null,
  round text not null,
  shared integer not null default 0 check(shared in (0, 1)),
  blind integer not null default 1 check(blind in (0, 1)),
  at text not null,
  {SPAN}
) strict;
create index assignment_source on assignment(source_id, start);
create index assignment_coder on assignment(coder_id);
create table revealed(
  id integer primary key,
  {UID},
  coder_id integer not null references coder(id) on delete restrict,
  source_id integer not null references source(id) on delete restrict,
  what text not null check(what in ('suggestion', 'others', 'both')),
  at text not null
) strict;
create index revealed_coder on revealed(coder_id, source_id);
create index revealed_source on revealed(source_id);
create table suggestion(
  id integer primary key,
  uid text not null check(length(uid) = 32),
  run_id integer not null references run(id) on delete restrict,
  source_id integer not null references source(id) on delete restrict,
  start integer not null,
  stop integer not null,
  code_id integer not null references code(id) on delete restrict,
  score real not null check(score >= 0 and score <= 1),
  evidence text not null check(json_valid(evidence)),
  {SPAN}
) strict;
create index suggestion_run on suggestion(run_id);
create index suggestion_source on suggestion(source_id, code_id);
create index suggestion_code on suggestion(code_id);
create index suggestion_uid on suggestion(uid);
create table attribute(
  id integer primary key,
  {UID},
  name text not null,
  key text not null unique,
  type text not null check(type in ('text', 'category', 'number', 'date')),
  categories text not null default '[]' check(json_valid(categories))
) strict;
create table value(
  id integer primary key,
  {UID},
  attribute_id integer not null references attribute(id) on delete restrict,
  case_id integer references study_case(id) on delete restrict,
  speaker_id integer references speaker(id) on delete restrict,
  source_id integer references source(id) on delete restrict,
  value text not null,
  check((case_id is not null) + (speaker_id is not null) + (source_id is not null) = 1)
) strict;
create unique index value_case on value(case_id, attribute_id) where case_id is not null;
create unique index value_speaker on value(speaker_id, attribute_id) where speaker_id is not null;
create unique index value_source on value(source_id, attribute_id) where source_id is not null;
create index value_attribute on value(attribute_id);
create table memo(
  id integer primary key,
  {UID},
  coder_id integer references coder(id) on delete restrict,
  source_id integer references source(id) on delete restrict,
  start integer,
  stop integer,
  code_id integer references code(id) on delete restrict,
  coding_id integer references coding(id) on delete restrict,
  case_id integer references study_case(id) on delete restrict,
  text text not null,
  at text not null,
  check((start is null) = (stop is null)),
  check(start is null or (source_id is not null and start >= 0 and start < stop)),
  check((source_id is not null) + (code_id is not null) + (coding_id is not null) + (case_id is not null) <= 1)
) strict;
create index memo_source on memo(source_id);
create index memo_code on memo(code_id);
create index memo_coding on memo(coding_id);
create index memo_case on memo(case_id);
create index memo_coder on memo(coder_id);
create table change(
  seq integer primary key autoincrement,
  {UID},
  command_id text not null,
  merged_uid text,
  coder text not null default '',
  at text not null,
  command text not null,
  reason text not null default '',
  undoes text,
  automatic integer not null default 0 check(automatic in (0, 1))
) strict;
create index change_command on change(command_id);
create index change_undoes on change(undoes);
create table history(
  id integer primary key,
  seq integer not null references change(seq) on delete restrict,
  tbl text not null,
  row_id integer not null,
  old text check(old is null or json_valid(old)),
  new text check(new is null or json_valid(new)),
  image blob,
  check(image is null or (old is null and new is null))
) strict;
create index history_seq on history(seq);
create index history_image on history(seq, tbl, row_id) where image is not null;
create table erased(
  id integer primary key,
  imported_sha256 text not null,
  file_sha256 text not null,
  uids text not null check(json_valid(uids)),
  at text not null
) strict;
create index erased_imported on erased(imported_sha256);
create table written(
  sha256 text primary key,
  name text not null,
  at text not null
) strict, without rowid;
create table coding_segment(
  coding_id integer not null references coding(id) on delete cascade,
  segment_id integer not null references segment(id) on delete cascade,
  primary key(coding_id, segment_id)
) strict, without rowid;
create index coding_segment_segment on coding_segment(segment_id);
create table suggestion_segment(
  suggestion_id integer not null references suggestion(id) on delete cascade,
  segment_id integer not null references segment(id) on delete cascade,
  primary key(suggestion_id, segment_id)
) strict, without rowid;
create index suggestion_segment_segment on suggestion_segment(segment_id)
"""

FULL_TEXT = """
create virtual table speech using fts5(text, content='', tokenize="unicode61 remove_diacritics 0")
"""

VIEWS = """
create view code_tree as
with recursive tree(code_id, path, root, depth, position) as (
  select id, name, id, 0, printf('%06d', position)
    from code
   where parent_id is null and retired_at is null
  union all
  select code.id, tree.path || '/' || code.name, tree.root, tree.depth + 1,
         tree.position || '.' || printf('%06d', code.position)
    from code
    join tree on code.parent_id = tree.code_id
   where code.retired_at is null
)
select code_id, path, root, depth, position
  from tree;
create view code_ancestor as
with recursive above(code_id, ancestor_id) as (
  select id, id
    from code
  union all
  select above.code_id, code.parent_id
    from above
    join code on code.id = above.ancestor_id
   where code.parent_id is not null
)
select code_id, ancestor_id
  from above;
create view segment_scope as
select segment.id as segment_id, segment.n as segment, segment.turn_id, turn.n as turn, segment.source_id,
       segment.unit, segment.start, segment.stop, segment.words, turn.speaker_id, speaker.label as speaker,
       coalesce(speaker.role, 'unknown') as role,
       coalesce(speaker.person, speaker.uid, 'source ' || source.uid) as person,
       case when speaker.case_set = 1 then speaker.case_id else source.case_id end as case_id
  from segment
  join turn on turn.id = segment.turn_id
  join source on source.id = segment.source_id
  left join speaker on speaker.id = turn.speaker_id;
create view coded as
select 'human' as origin, 'c' || coding.uid as id, coding.id as row_id, source.name as source,
       study_case.name as study_case, scope.speaker, scope.role, scope.person, scope.turn, scope.segment,
       code_tree.path as code, coder.name as coder, coding.start, coding.stop, coding.quote, null as score,
       coding.created_at, coding.source_id, scope.case_id, scope.speaker_id, scope.turn_id, link.segment_id,
       coding.code_id, coding.coder_id
  from coding
  join coder on coder.id = coding.coder_id
  join source on source.id = coding.source_id
  left join code_tree on code_tree.code_id = coding.code_id
  left join coding_segment as link on link.coding_id = coding.id
  left join segment_scope as scope on scope.segment_id = link.segment_id
  left join study_case on study_case.id = scope.case_id
union all
select run.kind, 's' || suggestion.uid, suggestion.id, source.name, study_case.name, scope.speaker, scope.role,
       scope.person, scope.turn, scope.segment, code_tree.path, run.kind || ':' || substr(run.codebook_sha256, 1, 8),
       suggestion.start, suggestion.stop,
       substr(source.text, suggestion.start + 1, suggestion.stop - suggestion.start), suggestion.score, run.ended_at,
       suggestion.source_id, scope.case_id, scope.speaker_id, scope.turn_id, link.segment_id, suggestion.code_id, null
  from suggestion
  join run on run.id = suggestion.run_id
  join source on source.id = suggestion.source_id
  left join code_tree on code_tree.code_id = suggestion.code_id
  left join suggestion_segment as link on link.suggestion_id = suggestion.id
  left join segment_scope as scope on scope.segment_id = link.segment_id
  left join study_case on study_case.id = scope.case_id
"""

LOGGED = (
    "setting", "study_case", "source", "speaker", "code", "rule", "example", "codebook_version", "coder", "run",
    "decision", "coding", "reading", "assignment", "revealed", "attribute", "value", "memo",
)  # fmt: skip
BULK_COLUMNS = {"source": {"text"}}


def row_json(table: str, columns: list[str], row: str) -> str:
    """Return the SQL expression that turns a row (named `row`) of `table` into json."""
    pairs = ", ".join(f"'{c}', {row}.{c}" for c in columns if c not in BULK_COLUMNS.get(table, ()))
    return f"json_object({pairs})"


def history_triggers(table: str, columns: list[str]) -> list[str]:
    """Return the three triggers that write every change of `table` into the history."""
    old, new = row_json(table, columns, "old"), row_json(table, columns, "new")
    into = "insert into history(seq, tbl, row_id, old, new) values ((select max(seq) from change)"
    return [
        f"create trigger {table}_added after insert on {table} begin\n  {into}, '{table}', new.id, null, {new});\nend",
        f"create trigger {table}_changed after update on {table} when {old} is not {new} begin\n"
        f"  {into}, '{table}', new.id, {old}, {new});\nend",
        f"create trigger {table}_removed after delete on {table} begin\n"
        f"  {into}, '{table}', old.id, {old}, null);\nend",
    ]


@migrations()
def m001_first_schema(db: Database) -> None:
    """Make every table, index, view and trigger of the data model."""
    for script in (TABLES, FULL_TEXT, VIEWS):
        for statement in script.strip().split(";\n"):
            db.execute(statement)
    for table in LOGGED:
        columns = [row[1] for row in db.execute(f"pragma table_info({table})").fetchall()]
        for trigger in history_triggers(table, columns):
            db.execute(trigger)


def migrate(connection: sqlite3.Connection) -> int:
    """Apply what is missing and return the schema version that the file then has."""
    db = Database(connection)
    migrations.apply(db)
    return len(migrations.applied(db))
