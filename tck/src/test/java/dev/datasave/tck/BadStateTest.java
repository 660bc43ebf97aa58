package dev.datasave.tck;

class BadStateTest extends BadStateFeatures {}
