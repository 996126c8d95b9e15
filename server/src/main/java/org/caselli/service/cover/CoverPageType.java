package org.caselli.service.cover;

/** Where the template of a fax's cover page comes from (FAX_COVERPAGE_TYPE_ENUM). */
public enum CoverPageType {
    /** There is no cover page. */
    NONE,
    /** From whoever submits the fax: a personal one. */
    LOCAL,
    /** From those that the server keeps. */
    SERVER
}
