/** The catalogue of motifs: fetched once per page, searched without a server. */

const catalogues = new Map();

/**
 * @param {string} url - Names the content; the browser keeps it for ever.
 * @returns {Promise<{themes: Object[], motifs: Object[]}>}
 */
export function loadCatalogue(url) {
    if (!catalogues.has(url)) {
        const loading = fetch(url).then((response) => {
            if (!response.ok) {
                throw new Error(`${response.status}`);
            }
            return response.json();
        });
        loading.catch(() => catalogues.delete(url));
        catalogues.set(url, loading);
    }
    return catalogues.get(url);
}

/**
 * @param {{motifs: Object[]}} catalogue
 * @param {number[]} themes - Allowed themes, empty for all.
 * @param {boolean} single - Only motifs that are made in one colour.
 */
export function offeredMotifs({ motifs }, themes, single) {
    return motifs.filter(
        ({ theme, colors }) =>
            (!themes.length || themes.includes(theme)) && !(single && colors === "full")
    );
}

/** Returns text without accents and case: “Café” is found as “cafe”. */
export function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * @param {Object[]} motifs
 * @param {string} query - Every word must begin a word of the name or the keywords.
 * @param {number} theme - 0 for all.
 */
export function findMotifs(motifs, query, theme = 0) {
    const wanted = fold(query).split(/\s+/).filter(Boolean);
    return motifs.filter((motif) => {
        const words = fold(`${motif.name} ${motif.words}`).split(/[\s,-]+/);
        return (
            (!theme || motif.theme === theme) &&
            wanted.every((start) => words.some((word) => word.startsWith(start)))
        );
    });
}
