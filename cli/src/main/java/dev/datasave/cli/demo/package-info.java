/**
 * The demo: server processes on one database, players who hop between them, kills and pauses, and an audit of the result. Start at {@link
 * dev.datasave.cli.demo.Demo}.
 */
@org.jspecify.annotations.NullMarked
package dev.datasave.cli.demo;
