package dev.datasave.tck;

class GameCodeTest extends GameCodeFeatures {}
