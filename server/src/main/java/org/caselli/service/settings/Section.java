package org.caselli.service.settings;

/** A group of settings that are read and changed together. Its constructor refuses what makes no sense. */
public sealed interface Section
        permits AccessSettings,
                OutgoingSettings,
                IncomingSettings,
                ArchiveSettings,
                LoggingSettings,
                IdentitySettings,
                DiallingSettings,
                CallerSettings,
                WebhookSettings,
                ReceiptSettings,
                AuditSettings,
                OidcSettings,
                LdapSettings,
                CoverSettings {}
