/** Servers, storage, signals and disks in virtual time; also for users' own tests. */
@org.jspecify.annotations.NullMarked
package dev.datasave.tck.network;
