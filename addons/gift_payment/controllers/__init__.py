from . import events_controller, stripe_controller
