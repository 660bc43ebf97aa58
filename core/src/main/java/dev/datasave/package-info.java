/**
 * DataSave: a player's data on exactly one game server at a time.
 *
 * <p>Start at {@link dev.datasave.DataSave}. Profiles are loaded from a {@link dev.datasave.ProfileStore} and worked on as a
 * {@link dev.datasave.Profile}. P and R with a number cite the rules of the protocol and of storages, F a failure seen in the field that is prevented
 * here.
 */
@org.jspecify.annotations.NullMarked
package dev.datasave;
