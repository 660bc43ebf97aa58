package dev.datasave.spi;

/** What a storage can do beyond the rules R1 to R10. A storage declares its capabilities, so that nothing is skipped silently. */
public enum Capability {
    /** {@link Atomicity#ALL} works. */
    ATOMIC_BATCH,
    /** {@link Storage#read} of several ids reads all of them at one point in time. */
    SNAPSHOT_READ,
    /** {@link Signals#send} reaches listeners on other handles of the same database, which need not poll for it. */
    PUSH,
    /** Entries survive {@link Storage#close()}; the next handle of the same database finds them. */
    PERSISTENT,
    /** {@link Write.Durability#POWER} is honoured. In a storage without this capability it means {@link Write.Durability#PROCESS} or less. */
    POWER_SAFE
}
