package dev.datasave.engine;

import dev.datasave.spi.Environment;

/** Random ids: 80 bits in 16 characters of a–z and 2–7, so that they are names, labels and parts of keys alike. */
record Ids(Environment environment) {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** A fresh id for an incarnation or a session. */
    String token() {
        StringBuilder text = new StringBuilder(16);
        for (int half = 0; half < 2; half++) {
            long bits = environment.randomLong();
            for (int i = 0; i < 8; i++, bits >>>= 5) {
                text.append(ALPHABET.charAt((int) (bits & 31)));
            }
        }
        return text.toString();
    }

    /** A fresh write id; it begins with the incarnation, so that a reader of the database sees the author. */
    String write(String incarnation) {
        return incarnation + "-" + token();
    }
}
