/**
 * Characters as the layout engine sees them (its modules `cleaning`, `characters` and `fitting`):
 * clusters, scripts, blanks. Pure functions, no DOM.
 */

const SCRIPTS = [
    ["Latn", /\p{Script=Latin}/u],
    ["Cyrl", /\p{Script=Cyrillic}/u],
    ["Grek", /\p{Script=Greek}/u],
    ["Arab", /\p{Script=Arabic}/u],
    ["Hebr", /\p{Script=Hebrew}/u],
    ["Hani", /\p{Script=Han}/u],
    ["Hira", /\p{Script=Hiragana}/u],
    ["Kana", /\p{Script=Katakana}/u],
    ["Hang", /\p{Script=Hangul}/u],
    ["Bopo", /\p{Script=Bopomofo}/u],
    ["Deva", /\p{Script=Devanagari}/u],
    ["Beng", /\p{Script=Bengali}/u],
    ["Guru", /\p{Script=Gurmukhi}/u],
    ["Thai", /\p{Script=Thai}/u],
    ["Armn", /\p{Script=Armenian}/u],
    ["Geor", /\p{Script=Georgian}/u],
    ["Copt", /\p{Script=Coptic}/u],
    ["Cher", /\p{Script=Cherokee}/u],
    ["Dsrt", /\p{Script=Deseret}/u],
    ["Glag", /\p{Script=Glagolitic}/u],
    ["Syrc", /\p{Script=Syriac}/u],
    ["Mong", /\p{Script=Mongolian}/u],
    ["Nkoo", /\p{Script=Nko}/u],
    ["Mand", /\p{Script=Mandaic}/u],
    ["Adlm", /\p{Script=Adlam}/u],
    ["", /[\p{Script=Common}\p{Script=Inherited}\p{Script=Unknown}]/u],
];
export const BICAMERAL = new Set("Latn Grek Cyrl Armn Geor Copt Cher Dsrt Glag".split(" "));
export const JOINED = new Set("Arab Syrc Mong Nkoo Mand Adlm Deva Beng Guru".split(" "));
export const IDEOGRAPHIC = new Set(["Hani", "Hira", "Kana", "Hang", "Bopo"]);

const VIRAMAS = new Set("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca");
const NO_BREAK_BEFORE = new Set(
    "、。，．：；！？)]}）］｝」』】〉》〕…‥・ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
);
const NO_BREAK_AFTER = new Set("([{（［｛「『【〈《〔");
const HYPHENS = new Set("-\u2010\u2012\u2013\u2014");
const RTL_LETTER =
    /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Mandaic}\p{Script=Adlam}]/u;
const EMOJI = /\p{Emoji_Presentation}|\ufe0f|\u20e3/u;
const IGNORABLE = /\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/u;
const KEPT_FORMAT = /\u200c|\u200d|[\u0600-\u0605\u06dd\u070f\u08e2]/u;

const knownScripts = new Map();

/** Returns the ISO 15924 code of a character's script, "" for common and inherited ones. */
export function scriptOf(char) {
    let script = knownScripts.get(char);
    if (script === undefined) {
        script = (SCRIPTS.find(([, pattern]) => pattern.test(char)) || ["Zzzz"])[0];
        knownScripts.set(char, script);
    }
    return script;
}

/**
 * Normalises a text as the server does before it draws it.
 *
 * @param {string} text
 * @param {boolean} multiline
 * @returns {string}
 */
export function cleanText(text, multiline) {
    let kept = "";
    for (const char of text.replaceAll("\r\n", "\n")) {
        if (/[\v\f\r\x85\u2028\u2029]/.test(char)) {
            kept += "\n";
        } else if (/[\t\u1680\u2000-\u200a\u205f]/.test(char)) {
            kept += " ";
        } else if (char === "\u202f") {
            kept += "\u00a0";
        } else if (char === "\n" || KEPT_FORMAT.test(char) || !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(char)) {
            kept += char;
        }
    }
    kept = kept.normalize("NFC");
    if (!multiline) {
        kept = kept.replaceAll("\n", " ");
    }
    return kept
        .trim()
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n");
}

/** Says whether no character of `text` combines, joins or runs right to left. */
export function isSimple(text) {
    // eslint-disable-next-line no-control-regex
    return /^[\u0000-\u02ff]*$/.test(text);
}

/**
 * Returns the clusters of a text: what a reader counts as one character.
 *
 * @param {string} text
 * @returns {{start: number, end: number, text: string}[]} With offsets in UTF-16 units.
 */
export function clustersOf(text) {
    const clusters = [];
    let before = "";
    let flagOpen = false;
    let at = 0;
    for (const char of text) {
        const regional = /[\u{1f1e6}-\u{1f1ff}]/u.test(char);
        const last = clusters[clusters.length - 1];
        if (last && ((regional && flagOpen) || continues(before, char))) {
            last.text += char;
            last.end += char.length;
            flagOpen = regional && flagOpen ? false : flagOpen;
        } else {
            clusters.push({ start: at, end: at + char.length, text: char });
            flagOpen = regional;
        }
        at += char.length;
        before = char;
    }
    return clusters;
}

function continues(before, char) {
    if (before === "\n" || char === "\n") {
        return false;
    }
    if (isExtender(char)) {
        return true;
    }
    if (before === "\u200d") {
        return /[\p{Emoji_Presentation}\p{So}]/u.test(char);
    }
    if (VIRAMAS.has(before)) {
        return /\p{Lo}/u.test(char);
    }
    return /[\u1160-\u11ff]/.test(char) && /[\u1100-\u11ff]/.test(before);
}

function isExtender(char) {
    return (
        char.codePointAt(0) >= 0x300 &&
        /\u200c|\u200d|[\u{1f3fb}-\u{1f3ff}]|[\u{e0020}-\u{e007f}]|\p{M}/u.test(char)
    );
}

export function isEmoji(cluster) {
    return cluster.charCodeAt(0) > 0x7f || cluster.length > 1
        ? EMOJI.test(cluster) && !cluster.includes("\ufe0e")
        : false;
}

export function isIgnorable(char) {
    return IGNORABLE.test(char);
}

/** Says whether a paragraph runs right to left: its first letter decides. */
export function isRightToLeft(text) {
    for (const char of text) {
        if (/\p{L}/u.test(char)) {
            return RTL_LETTER.test(char);
        }
    }
    return false;
}

/** Says whether words follow each other without blanks: only the server's dictionary knows them. */
export function needsDictionary(text) {
    return /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]/.test(
        text
    );
}

/** Says whether a line may end at a cluster and hide it. */
export function isBlank(cluster) {
    return cluster[0] === " " || cluster[0] === "\u3000";
}

/** Says whether a line may end between two clusters of a paragraph. */
export function mayBreak(before, after) {
    const last = before.text[before.text.length - 1];
    const following = after.text[0];
    if (isBlank(before.text)) {
        return !isBlank(following);
    }
    if (isBlank(following) || NO_BREAK_BEFORE.has(following) || NO_BREAK_AFTER.has(last)) {
        return false;
    }
    if (HYPHENS.has(last)) {
        return before.start > 0 && /\p{L}/u.test([...after.text][0]);
    }
    return IDEOGRAPHIC.has(ownScript(before.text)) || IDEOGRAPHIC.has(ownScript(after.text));
}

function ownScript(cluster) {
    return scriptOf([...cluster][0]);
}
