package org.caselli.objectmodel.porting;

/** What a program that polls does between two looks. In the tests it is over as soon as there is something new to see. */
interface Pause {
    void seconds(int seconds);
}
