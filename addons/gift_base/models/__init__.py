from . import (
    gift_append_only_mixin,
    gift_rate_limit,
    gift_state_mixin,
    ir_cron,
    ir_http,
    res_config_settings,
)
