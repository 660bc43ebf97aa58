/** Brings players' data of other systems into a store: tables, files, ProfileService, Minecraft, HuskSync. */
@org.jspecify.annotations.NullMarked
package dev.datasave.importing;
