/**
 * Which zones are there, given what was entered in others: the same rules as the server's, so that
 * fields come and go at once. The server drops what hidden zones hold; here nothing typed is lost.
 */

/** Makes entries comparable: case and blanks do not matter. */
function fold(text) {
    return text.trim().replace(/\s+/g, " ").toLowerCase();
}

/**
 * Reads a number as the server does: in the digits of any script, the last of both marks, or a mark
 * that stands once, separates decimals; the thousands mark of the language in its place does not.
 *
 * @param {string} raw
 * @param {{decimals: number, group: string}} options
 * @returns {string|null} Decimal number with all its decimals, or null.
 */
export function readNumber(raw, { decimals, group }) {
    let digits = [...raw.replace(/[\s'’]/g, "")].map(plainDigit).join("");
    const marks = digits.match(/[.,]/g) || [];
    if (new Set(marks).size === 2) {
        digits = digits.replaceAll(marks.at(-1) === "." ? "," : ".", "");
    } else if (marks.length > 1 || (marks.length && isGrouped(digits, marks[0], decimals, group))) {
        digits = digits.replaceAll(marks[0], "");
    }
    digits = digits.replaceAll(",", ".");
    if (!/^-?(\d+\.?\d*|\.\d+)$/.test(digits)) {
        return null;
    }
    const exact = Number(digits).toFixed(decimals);
    return Number(exact) === Number(digits) ? exact.replace(/^-(?=[0.]*$)/, "") : null;
}

function isGrouped(digits, mark, decimals, group) {
    return mark === group && digits.split(mark)[1].length === 3 && decimals < 3;
}

/** Returns a digit of any script as one of 0 to 9, and the marks of Arabic as ours. */
function plainDigit(char) {
    const marks = { "\u2212": "-", "\u066b": ".", "\u066c": "," };
    if (!/\p{Nd}/u.test(char)) {
        return marks[char] || char;
    }
    const code = char.codePointAt(0);
    let zero = code;
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
        zero--;
    }
    return String((code - zero) % 10); // rows of ten; some follow another one without a gap
}

function isMet({ parent, values, number }, entered) {
    const value = entered[parent];
    if (!value || !values.length) {
        return Boolean(value);
    }
    const raw = value.text || "";
    const entry = (number && readNumber(raw, number)) || fold(raw);
    return values.some((wanted) => fold(wanted) === entry);
}

/**
 * Returns the keys of the zones that are not there.
 *
 * @param {Object<string, {parent: string, values: string[], number: ?Object}>} rules - By the
 *     zone's key; `number` says how the parent's number is read.
 * @param {Object} entered - Values by zone key, those of hidden zones included.
 * @returns {Set<string>}
 */
export function getHidden(rules, entered) {
    const hidden = (key, seen) => {
        const rule = rules[key];
        if (!rule || seen.includes(key)) {
            return false;
        }
        return hidden(rule.parent, [...seen, key]) || !isMet(rule, entered);
    };
    return new Set(Object.keys(rules).filter((key) => hidden(key, [])));
}

/**
 * Reads the rules from the form.
 *
 * @param {HTMLElement} root - Contains the zones' fields.
 */
export function readRules(root) {
    const rules = {};
    for (const { dataset } of root.querySelectorAll("[data-rule-zone]")) {
        rules[dataset.zone] = {
            parent: dataset.ruleZone,
            values: JSON.parse(dataset.ruleValues || "[]"),
            number: readNumberOptions(root, dataset.ruleZone),
        };
    }
    return rules;
}

function readNumberOptions(root, zone) {
    const field = root.querySelector(`.o_gift_zone[data-zone="${zone}"] [data-decimals]`);
    return field && { decimals: Number(field.dataset.decimals), group: field.dataset.group };
}
