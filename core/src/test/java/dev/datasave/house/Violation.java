package dev.datasave.house;

/** A place in the sources that breaks a rule of the house. */
record Violation(int rule, String path, int line, String found, String expected) {
    @Override
    public String toString() {
        return "%s:%d: rule %d: found %s, expected %s".formatted(path, line, rule, found, expected);
    }
}
