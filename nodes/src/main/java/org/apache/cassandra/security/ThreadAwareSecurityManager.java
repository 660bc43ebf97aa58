package org.apache.cassandra.security;

/** Stands before Cassandra's own class of that name where nodes run on a Java that has no security manager any more. */
public final class ThreadAwareSecurityManager {
    private ThreadAwareSecurityManager() {}

    /** Does nothing. */
    public static void install() {}
}
