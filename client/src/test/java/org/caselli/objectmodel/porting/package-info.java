/** The programs of docs/guide/porting-from-windows.md, compiled and run. */
@NullMarked
package org.caselli.objectmodel.porting;

import org.jspecify.annotations.NullMarked;
