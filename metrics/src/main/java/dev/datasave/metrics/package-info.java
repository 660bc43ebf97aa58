/** What a server does, as Micrometer's meters and observations. */
@org.jspecify.annotations.NullMarked
package dev.datasave.metrics;
