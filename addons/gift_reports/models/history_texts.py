"""What the reader of exports found, in words."""


def get_reason_texts(env):
    """Return why rows were left out, ``{reason: sentence}``."""
    return {
        'blank': env._("Empty rows"),
        'headings': env._("The headings once more"),
        'broken': env._("More cells than headings"),
        'bad_date': env._("No day that can be read"),
        'future': env._("A day in the future"),
        'bad_number': env._("No quantity or price that can be read"),
        'adjustment': env._("Postage, fees and corrections, no articles"),
        'no_customer': env._("Nobody is named as the customer"),
        'duplicate': env._("The same row of the same invoice once more"),
        'zero': env._("Nothing was sold, or for nothing"),
    }


def get_error_text(env, error):
    """Return the sentence for an error of the engine, with what to do."""
    texts = {
        'history_empty': env._("The file is empty. Export the sales again and upload that file."),
        'history_not_text': env._("This is neither a CSV nor an Excel file. Upload one of these."),
        'history_broken': env._(
            "Line %(line)s of the file cannot be read. Open it, save it as CSV, upload it again."
        ),
        'history_too_many_rows': env._(
            "The file has more than %(limit)s rows. Split it, and import the parts."
        ),
        'history_not_workbook': env._(
            "The Excel file cannot be opened. Save it again as .xlsx or CSV."
        ),
        'history_encrypted': env._("The file is protected by a password. Save it without one."),
        'history_old_workbook': env._("This is an old .xls file. Save it as .xlsx or CSV."),
        'history_bomb': env._(
            "The file would be far too large when unpacked. Save it as CSV and upload that."
        ),
        'history_columns': env._("Say which columns hold the day, the customer and the price."),
        'history_column': env._(
            "There is no column %(column)s. Choose one of the headings of the file."
        ),
    }
    text = texts.get(error.code) or env._("The file cannot be read. Save it as CSV and try again.")
    return text % error.params if '%(' in text else text
