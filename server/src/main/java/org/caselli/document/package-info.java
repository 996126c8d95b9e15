/**
 * Documents of any kind into fax pages, and fax pages into PDF. Knows nothing of calls, queues or the database.
 * Enter by {@link org.caselli.document.Documents}, which turns files into pages; {@link org.caselli.document.HeaderLine}
 * puts the line above a page that says who sent it, when and to whom; {@link org.caselli.document.FaxPdf} makes a PDF file of pages.
 */
@NullMarked
package org.caselli.document;

import org.jspecify.annotations.NullMarked;
