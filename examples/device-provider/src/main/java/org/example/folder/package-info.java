/** A fax machine in a folder. Enter by {@link org.example.folder.FolderMachines}. */
@NullMarked
package org.example.folder;

import org.jspecify.annotations.NullMarked;
