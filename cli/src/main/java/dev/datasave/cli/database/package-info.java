/** The databases that commands run on: a file, a server of the user's, or a server that a command starts for itself. */
@org.jspecify.annotations.NullMarked
package dev.datasave.cli.database;
