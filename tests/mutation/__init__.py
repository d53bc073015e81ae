"""Mutation testing: are the tests of the pure rooms strict enough to notice a changed rule?"""
