package dev.datasave.engine;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * The long run of {@link Parsers}, guided by coverage: with {@code JAZZER_FUZZ=1} in the environment, one method at a time (see docs/proof.md). Its name
 * keeps it out of a plain build, where {@link ParsersTest} checks the same. What breaks a property is written to the method's folder of inputs, and
 * stays there.
 */
class ParsersFuzz {
    private static final String LONG = "1m";

    @FuzzTest(maxDuration = LONG)
    void json(byte[] bytes) {
        Parsers.check("json", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void system(byte[] bytes) {
        Parsers.check("system", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void claim(byte[] bytes) {
        Parsers.check("claim", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void notice(byte[] bytes) {
        Parsers.check("notice", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void token(byte[] bytes) {
        Parsers.check("token", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void lease(byte[] bytes) {
        Parsers.check("lease", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void letter(byte[] bytes) {
        Parsers.check("letter", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void letterChange(byte[] bytes) {
        Parsers.check("letterChange", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void outcome(byte[] bytes) {
        Parsers.check("outcome", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void receipt(byte[] bytes) {
        Parsers.check("receipt", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void pin(byte[] bytes) {
        Parsers.check("pin", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void spoolFile(byte[] bytes) {
        Parsers.check("spoolFile", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void spoolBody(byte[] bytes) {
        Parsers.check("spoolBody", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void spoolName(byte[] bytes) {
        Parsers.check("spoolName", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void data(byte[] bytes) {
        Parsers.check("data", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void export(byte[] bytes) {
        Parsers.check("export", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void pageOfConnected(byte[] bytes) {
        Parsers.check("pageOfConnected", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void pageInMemory(byte[] bytes) {
        Parsers.check("pageInMemory", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void path(byte[] bytes) {
        Parsers.check("path", bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void patch(byte[] bytes) {
        Parsers.check("patch", bytes);
    }
}
