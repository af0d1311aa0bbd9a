from . import gift_append_only_mixin
from . import gift_rate_limit
from . import gift_state_mixin
from . import res_config_settings
