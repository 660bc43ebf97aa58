package dev.datasave.cassandra.together;

/** Which states were met: 128 bits of each. That two of a hundred million share them has a chance of one in 10^22. */
final class Visited {
    private long[] table = new long[1 << 17];
    private int size;

    /** True if the state is new. */
    boolean add(int[] state) {
        long one = 0x9E3779B97F4A7C15L;
        long two = 0xC2B2AE3D27D4EB4FL;
        for (int part : state) {
            one = mixed(one ^ part);
            two = mixed(two + part * 0xD6E8FEB86659FD93L) ^ (one >>> 7);
        }
        if (one == 0) {
            one = 1;
        }
        if (size * 3L > table.length) {
            grow();
        }
        boolean isNew = put(table, one, two);
        size += isNew ? 1 : 0;
        return isNew;
    }

    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static boolean put(long[] into, long one, long two) {
        int mask = into.length / 2 - 1;
        int at = (int) one & mask;
        while (into[2 * at] != 0) {
            if (into[2 * at] == one && into[2 * at + 1] == two) {
                return false;
            }
            at = (at + 1) & mask;
        }
        into[2 * at] = one;
        into[2 * at + 1] = two;
        return true;
    }

    private void grow() {
        long[] wider = new long[table.length * 2];
        for (int i = 0; i < table.length; i += 2) {
            if (table[i] != 0) {
                put(wider, table[i], table[i + 1]);
            }
        }
        table = wider;
    }

    int size() {
        return size;
    }
}
