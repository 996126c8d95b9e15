/** faxcom over a server's REST interface; each class is the interface of its name with Fax before it. */
@NullMarked
package org.caselli.objectmodel.faxcom;

import org.jspecify.annotations.NullMarked;
