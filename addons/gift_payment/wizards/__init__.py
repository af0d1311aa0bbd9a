from . import gift_payment_doctor, gift_payment_doctor_checks
