"""Coded text -> what else is probably meant: features, a classifier for codes, when enough has been read.

Estimators follow scikit-learn's contract and know no project: whoever imports the library can use them on texts of
their own. ``TextFeatures`` turns texts into a matrix, ``CodeClassifier`` learns from it.
"""
