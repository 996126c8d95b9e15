/**
 * The whole of a fax server: what one may ask of it. Every door (REST, console, command line) comes in here.
 * Enter by {@link org.caselli.service.FaxService}; jobs, attempts and their states are the words of
 * {@link org.caselli.queue}.
 */
@NullMarked
package org.caselli.service;

import org.jspecify.annotations.NullMarked;
