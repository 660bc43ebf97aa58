package dev.datasave.peers;

import java.util.List;

/** All peers, DataSave first and the bare limit last. */
final class Peers {
    private Peers() {}

    /** Those that can run here: without Redis there is no Redisson. */
    static List<Peer> all(Site site, Pace pace) {
        List<Peer> all = List.of(
                new WithDataSave(site, pace),
                new RedissonLock(site, pace),
                new HibernateVersion(site, pace),
                new LockedColumn(site, pace),
                new FixedDelay(site),
                new BareJdbc(site, false));
        return all.stream()
                .filter(peer -> site.redisPort() != 0 || !(peer instanceof RedissonLock))
                .toList();
    }

    static Peer named(String name, Site site, Pace pace) {
        return all(site, pace).stream()
                .filter(peer -> peer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
