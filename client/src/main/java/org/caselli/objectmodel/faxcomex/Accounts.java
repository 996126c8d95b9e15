package org.caselli.objectmodel.faxcomex;

import java.util.List;
import org.caselli.faxcomex.FaxAccount;
import org.caselli.faxcomex.FaxAccounts;
import org.caselli.objectmodel.Faults;
import org.caselli.objectmodel.Items;
import org.jspecify.annotations.Nullable;

final class Accounts extends Items<FaxAccount> implements FaxAccounts {
    Accounts(List<? extends FaxAccount> accounts) {
        super(accounts);
    }

    @Override
    public FaxAccount getItem(@Nullable String name) {
        String plain = AccountSet.plain(name);
        return items().stream()
                .filter(account -> account.getAccountName().equalsIgnoreCase(plain))
                .findFirst()
                .orElseThrow(() -> Faults.unnamed("account", plain));
    }
}
