package dev.datasave.tck;

class SuspensionTest extends SuspensionFeatures {}
