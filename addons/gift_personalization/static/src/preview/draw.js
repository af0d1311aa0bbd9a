/** The guess as SVG text, in the place and size that were worked out. */

// Browsers cap font sizes, in user units too: text is set at this size and scaled.
const SET_AT = 100;
// The page's own styles must not reach the lettering.
const STYLE =
    "font-weight:400;font-style:normal;font-synthesis:none;font-kerning:normal;" +
    "text-rendering:geometricPrecision;white-space:pre;font-variant-ligatures:normal";

/**
 * Returns the drawing of a text block.
 *
 * @param {Object} block - As `setText` returns it.
 * @param {Object} zone - Text zone of the content document.
 * @param {string} color
 * @returns {string} Markup of SVG elements in µm of the surface.
 */
export function drawBlock(block, zone, color) {
    const lines = block.lines.map((placed) => drawLine(placed, block.size, color)).join("");
    return `<g transform="${getTransform(zone)}">${lines}</g>`;
}

function getTransform({ x_um: x, y_um: y, width_um: width, height_um: height, rotation_mdeg }) {
    const turned = rotation_mdeg
        ? ` rotate(${rotation_mdeg / 1000} ${width / 2} ${height / 2})`
        : "";
    return `translate(${x} ${y})${turned}`;
}

function drawLine({ line, x, y }, size, color) {
    const { rtl, text } = line.paragraph;
    const parts = line.parts.map(({ face, tracking, start, end }) => {
        const spacing = tracking ? ` letter-spacing="${(tracking * SET_AT) / 1000}"` : "";
        const style = `font-family="${face.family}"${spacing}`;
        return `<tspan ${style}>${escape(text.slice(start, end))}</tspan>`;
    });
    const direction = rtl ? ' direction="rtl" text-anchor="end"' : "";
    const place = `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size / SET_AT})`;
    return (
        `<text transform="${place}" font-size="${SET_AT}" fill="${color}"${direction} ` +
        `style="${STYLE}">${parts.join("")}</text>`
    );
}

function escape(text) {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
