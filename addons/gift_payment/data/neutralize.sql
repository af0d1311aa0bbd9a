-- A copy of the shop's database must not listen to the messages of the real account.
UPDATE payment_provider SET gift_stripe_events_secret = NULL;
