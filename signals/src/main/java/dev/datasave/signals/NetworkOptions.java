package dev.datasave.signals;

import org.jspecify.annotations.Nullable;

/**
 * Where a storage listens for datagrams.
 *
 * @param listen the address and port of this machine; port 0 = any free one
 * @param advertised the address and port that other servers are told instead, or null; port 0 = the one that is listened on
 */
public record NetworkOptions(Endpoint listen, @Nullable Endpoint advertised) {

    /**
     * Checks that others can be told the address.
     *
     * @throws IllegalArgumentException if the advertised endpoint names no host
     */
    public NetworkOptions {
        if (advertised != null && advertised.host().isEmpty()) {
            throw new IllegalArgumentException(
                    "advertised address: found \"" + advertised + "\", expected the host that other servers reach");
        }
    }
}
