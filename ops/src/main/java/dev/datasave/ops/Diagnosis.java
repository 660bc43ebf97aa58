package dev.datasave.ops;

/**
 * What a {@link Doctor} has found about one matter.
 *
 * @param matter what was looked at, in a word or two
 * @param severity how bad it is
 * @param found what was found
 * @param advice what to do about it; empty if nothing is to be done
 */
public record Diagnosis(String matter, Severity severity, String found, String advice) {

    /** How bad it is. */
    public enum Severity {
        /** All is well. */
        OK,
        /** Worth to know; nothing is lost. */
        NOTE,
        /** Somebody has to do something. */
        PROBLEM
    }

    static Diagnosis ok(String matter, String found) {
        return new Diagnosis(matter, Severity.OK, found, "");
    }

    static Diagnosis note(String matter, String found, String advice) {
        return new Diagnosis(matter, Severity.NOTE, found, advice);
    }

    static Diagnosis problem(String matter, String found, String advice) {
        return new Diagnosis(matter, Severity.PROBLEM, found, advice);
    }
}
