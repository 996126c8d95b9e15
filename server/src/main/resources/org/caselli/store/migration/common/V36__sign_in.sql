-- Whose account is whose in a directory that is not ours. One account is one person there.
create table account_identity (
    way             text    not null, -- oidc, ldap
    directory       text    not null, -- the issuer, or the search base
    subject         text    not null, -- the same for ever
    account_id      text    not null unique references account (id) on delete cascade,
    since           bigint  not null,
    primary key (way, directory, subject)
);

-- Sign-ins with a provider that have begun and not ended. The flow's secret has who began it; here is its SHA-256.
create table sign_in_flow (
    digest          text    not null primary key,
    address         text    not null, -- who began it
    redirect        text    not null, -- where the browser comes back to; empty: without a browser
    state           text    not null,
    nonce           text    not null,
    secret          text    not null, -- the code verifier (RFC 7636) or the device code (RFC 8628), sealed
    pause           bigint  not null, -- ms between questions to the provider
    next_at         bigint  not null, -- of the next one
    expires_at      bigint  not null
);
create index sign_in_flow_expiry on sign_in_flow (expires_at);
create index sign_in_flow_address on sign_in_flow (address);
