from . import gift_withdrawal_answer
