package dev.datasave.signals;

import dev.datasave.spi.Signals;

/**
 * A storage's signals, behind the checks that all storages have in common.
 *
 * @param signals what is checked
 * @param checkOpen throws if the storage is closed
 */
public record CheckedSignals(Signals signals, Runnable checkOpen) implements Signals {
    private static final int LONGEST_NAME = 64;

    @Override
    public void send(String server) {
        check(server);
        signals.send(server);
    }

    @Override
    public Subscription listen(String server, Runnable wake) {
        check(server);
        return signals.listen(server, wake);
    }

    private void check(String server) {
        checkOpen.run();
        boolean isName = !server.isEmpty()
                && server.length() <= LONGEST_NAME
                && server.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (!isName) {
            throw new IllegalArgumentException("name to signal to: found " + server.length()
                    + " characters, expected 1 to " + LONGEST_NAME + " of printable ASCII");
        }
    }
}
