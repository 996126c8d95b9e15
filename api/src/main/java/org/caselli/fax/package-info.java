/** What faxcom and faxcomex share: their errors, and who connects. */
package org.caselli.fax;
