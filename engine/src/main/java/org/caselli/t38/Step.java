package org.caselli.t38;

import org.caselli.t38.ifp.Form;
import org.caselli.t38.ifp.Ifp;
import org.caselli.t38.ifp.Signal;

/**
 * One move of the speaker: a packet goes out, and then so much time passes.
 *
 * @param packet an IFP packet, or no octets for silence only
 * @param copies how many packets before it go with it
 * @param nanos  the time it takes on the line, ns
 */
record Step(byte[] packet, int copies, long nanos) {
    private static final byte[] NOTHING = new byte[0];

    static Step silence(long nanos) {
        return new Step(NOTHING, 0, nanos);
    }

    static Step of(Signal signal, int copies, long nanos) {
        return new Step(Ifp.write(new Ifp.Indicator(signal), Form.OF_1998), copies, nanos);
    }
}
