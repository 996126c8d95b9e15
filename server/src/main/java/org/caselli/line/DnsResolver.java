package org.caselli.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;

/** DNS as this machine has it set up: addresses by the system's own resolver, services by the JDK's (jdk.naming.dns). */
final class DnsResolver implements Resolver {
    private final String servers;

    /** Asks the machine's own name servers. */
    DnsResolver() {
        this("dns:");
    }

    /** @param servers as {@code dns://192.0.2.53:53}; {@code dns:} for the machine's own */
    DnsResolver(String servers) {
        this.servers = servers;
    }

    // The JDK asks the DNS in no other way. Only SRV records are asked for, of name servers alone, and none is an
    // object;
    // the environment of a JNDI context is a Hashtable.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    @Override
    public List<Service> services(String name) throws IOException {
        var settings = new Hashtable<String, String>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put(Context.PROVIDER_URL, servers);
        settings.put("com.sun.jndi.dns.timeout.initial", "1000");
        settings.put("com.sun.jndi.dns.timeout.retries", "3");
        try {
            var context = new InitialDirContext(settings);
            try {
                Attributes found = context.getAttributes(name, new String[] {"SRV"});
                return services(found.get("SRV"));
            } finally {
                context.close();
            }
        } catch (NameNotFoundException _) {
            return List.of();
        } catch (OperationNotSupportedException _) {
            return List.of(); // a name server that knows of no SRV refuses the question: then there is no service
        } catch (NamingException cause) {
            throw new IOException("DNS did not answer for " + name + ": " + cause.getMessage(), cause);
        }
    }

    private static List<Service> services(@org.jspecify.annotations.Nullable Attribute records) throws NamingException {
        var services = new ArrayList<Service>();
        if (records == null) {
            return services;
        }
        for (int i = 0; i < records.size(); i++) {
            String[] words = String.valueOf(records.get(i)).trim().split("\\s+");
            if (words.length == 4
                    && words[0].matches("[0-9]{1,5}")
                    && words[1].matches("[0-9]{1,5}")
                    && words[2].matches("[0-9]{1,5}")) {
                String host = words[3].endsWith(".") ? words[3].substring(0, words[3].length() - 1) : words[3];
                services.add(new Service(
                        Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]), host));
            }
        }
        return services;
    }

    @Override
    public List<InetAddress> addresses(String host) throws IOException {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException cause) {
            throw new IOException(
                    "no address is known for " + host + "; correct the server's name, or look after DNS", cause);
        }
    }
}
