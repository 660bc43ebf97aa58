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
        Parsers.JSON.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void system(byte[] bytes) {
        Parsers.SYSTEM.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void claim(byte[] bytes) {
        Parsers.CLAIM.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void notice(byte[] bytes) {
        Parsers.NOTICE.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void token(byte[] bytes) {
        Parsers.TOKEN.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void lease(byte[] bytes) {
        Parsers.LEASE.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void letter(byte[] bytes) {
        Parsers.LETTER.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void letterChange(byte[] bytes) {
        Parsers.LETTER_CHANGE.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void outcome(byte[] bytes) {
        Parsers.OUTCOME.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void receipt(byte[] bytes) {
        Parsers.RECEIPT.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void pin(byte[] bytes) {
        Parsers.PIN.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void spoolFile(byte[] bytes) {
        Parsers.SPOOL_FILE.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void spoolBody(byte[] bytes) {
        Parsers.SPOOL_BODY.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void spoolName(byte[] bytes) {
        Parsers.SPOOL_NAME.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void data(byte[] bytes) {
        Parsers.DATA.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void export(byte[] bytes) {
        Parsers.EXPORT.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void pageOfConnected(byte[] bytes) {
        Parsers.PAGE_OF_CONNECTED.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void pageInMemory(byte[] bytes) {
        Parsers.PAGE_IN_MEMORY.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void path(byte[] bytes) {
        Parsers.PATH.check(bytes);
    }

    @FuzzTest(maxDuration = LONG)
    void patch(byte[] bytes) {
        Parsers.PATCH.check(bytes);
    }
}
