/**
 * Which zones are there, given what was entered in others: the same rules as the server's, so that
 * fields come and go at once. The server drops what hidden zones hold; here nothing typed is lost.
 */

/** Makes entries comparable: case and blanks do not matter. */
function fold(text) {
    return text.trim().replace(/\s+/g, " ").toLowerCase();
}

function isMet({ parent, values }, entered) {
    const value = entered[parent];
    if (!value || !values.length) {
        return Boolean(value);
    }
    const entry = fold(value.text || "");
    return values.some((wanted) => fold(wanted) === entry);
}

/**
 * Returns the keys of the zones that are not there.
 *
 * @param {Object<string, {parent: string, values: string[]}>} rules - By the zone's key.
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
        };
    }
    return rules;
}
