package dev.datasave.peers;

import java.util.concurrent.atomic.LongAdder;

/** Finds the statements in what a client sends to PostgreSQL (protocol 3): each message is a letter, its length, and so many bytes. */
final class WireMessages {
    private static final int EXECUTE = 'E';
    private static final int QUERY = 'Q';
    private static final int REQUEST_FOR_TLS = 80877103;
    private static final int REQUEST_FOR_GSS = 80877104;

    private final LongAdder statements;
    private boolean isStarted;
    private int type;
    private int read;
    private int length;
    private int left;
    private int code;

    WireMessages(LongAdder statements) {
        this.statements = statements;
    }

    void take(byte[] from, int offset, int count) {
        int end = offset + count;
        for (int i = offset; i < end; ) {
            if (left > 0 && isStarted) {
                int step = Math.min(left, end - i);
                left -= step;
                i += step;
            } else {
                next(from[i++] & 0xff);
            }
        }
    }

    private void next(int one) {
        if (left > 0) {
            code = code << 8 | one;
            if (--left == 0) {
                isStarted = code != REQUEST_FOR_TLS && code != REQUEST_FOR_GSS;
                read = 0;
            }
        } else if (isStarted && read == 0) {
            type = one;
            read = 1;
            length = 0;
        } else {
            length = length << 8 | one;
            if (++read == (isStarted ? 5 : 4)) {
                begin();
            }
        }
    }

    /** The head of a message is complete; its length counts itself, but not the letter. */
    private void begin() {
        left = length - 4;
        read = 0;
        length = 0;
        code = 0;
        if (isStarted && (type == EXECUTE || type == QUERY)) {
            statements.increment();
        }
    }
}
