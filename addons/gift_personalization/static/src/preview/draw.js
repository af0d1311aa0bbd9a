/** The guess as SVG text, in the place and size that were worked out. */

// Browsers cap font sizes, in user units too: text is set at this size and scaled.
const SET_AT = 100;
// The page's own styles must not reach the lettering.
const STYLE =
    "font-weight:400;font-style:normal;font-synthesis:none;font-kerning:normal;" +
    "text-rendering:geometricPrecision;white-space:pre;font-variant-ligatures:normal";

/** What stands in a group: the parts of its drawing that a key leaves as they are. */
const frames = new WeakMap();

/**
 * Draws a text block into a group. Where only letters, places and sizes changed, as with most keys,
 * the nodes stay: new ones would have to be parsed and styled.
 *
 * @param {SVGElement} group
 * @param {Object} block - As `setText` returns it.
 * @param {Object} zone - Text zone of the content document.
 * @param {string} color
 */
export function drawInto(group, block, zone, color) {
    if (block.arc) {
        group.innerHTML = drawBlock(block, zone, color);
        return;
    }
    const frame = [zone.key, color, ...block.lines.map(getFrame)].join("\n");
    const texts = group.querySelectorAll("text");
    // What was drawn here may have been taken out since.
    if (frames.get(group) !== frame || texts.length !== block.lines.length) {
        group.innerHTML = drawBlock(block, zone, color);
        frames.set(group, frame);
        return;
    }
    block.lines.forEach((placed, index) => redrawLine(texts[index], placed, block.size));
}

/** Returns what does not change with the letters of a line. */
function getFrame({ line }) {
    return [line.paragraph.rtl, ...line.parts.map((part) => part.face.family)].join();
}

function redrawLine(text, placed, size) {
    text.setAttribute("transform", getPlace(placed, size));
    placed.line.parts.forEach((part, index) => {
        const node = text.children[index];
        node.textContent = getLetters(placed.line, part);
        const spacing = getSpacing(part);
        if (spacing) {
            node.setAttribute("letter-spacing", spacing);
        } else {
            node.removeAttribute("letter-spacing");
        }
    });
}

/**
 * Returns the drawing of a text block.
 *
 * @param {Object} block - As `setText` returns it.
 * @param {Object} zone - Text zone of the content document.
 * @param {string} color
 * @returns {string} Markup of SVG elements in µm of the surface.
 */
export function drawBlock(block, zone, color) {
    const draw = block.arc
        ? (placed) => drawArc(placed.line, block, zone, color)
        : (placed) => drawLine(placed, block.size, color);
    const lines = block.lines.map(draw).join("");
    return `<g transform="${getTransform(zone)}">${lines}</g>`;
}

function getTransform({ x_um: x, y_um: y, width_um: width, height_um: height, rotation_mdeg }) {
    const turned = rotation_mdeg
        ? ` rotate(${rotation_mdeg / 1000} ${width / 2} ${height / 2})`
        : "";
    return `translate(${x} ${y})${turned}`;
}

function drawLine({ line, ...place }, size, color) {
    return drawText(line, getPlace(place, size), color, drawParts(line));
}

/** Draws a line along a path: half of it on either side of the apex. */
function drawArc(line, { size, arc }, zone, color) {
    const id = `gift_arc_${zone.key}`;
    const unit = SET_AT / size;
    const [radius, half] = [arc.radius * unit, (line.advance * SET_AT) / 2];
    const ends = [-half, 0, half].map((far) => {
        const angle = far / radius;
        return `${radius * Math.sin(angle)} ${radius * (1 - Math.cos(angle))}`;
    });
    const bow = ` A${Math.abs(radius)} ${Math.abs(radius)} 0 0 ${radius > 0 ? 1 : 0} `;
    const path = `<path id="${id}" fill="none" d="M${ends.join(bow)}"/>`;
    const place = getPlace(arc, size);
    const along = `<textPath href="#${id}">${drawParts(line)}</textPath>`;
    return `<g transform="${place}">${path}</g>` + drawText(line, place, color, along);
}

function drawText(line, place, color, content) {
    const direction = line.paragraph.rtl ? ' direction="rtl" text-anchor="end"' : "";
    return (
        `<text transform="${place}" font-size="${SET_AT}" fill="${color}"` +
        `${direction} style="${STYLE}">${content}</text>`
    );
}

function drawParts(line) {
    const parts = line.parts.map((part) => {
        const spacing = getSpacing(part);
        const attribute = spacing ? ` letter-spacing="${spacing}"` : "";
        const style = `font-family="${part.face.family}"${attribute}`;
        return `<tspan ${style}>${escape(getLetters(line, part))}</tspan>`;
    });
    return parts.join("");
}

function getPlace({ x, y }, size) {
    return `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${size / SET_AT})`;
}

function getLetters({ paragraph }, { start, end }) {
    return paragraph.text.slice(start, end);
}

function getSpacing({ tracking }) {
    return tracking ? String((tracking * SET_AT) / 1000) : "";
}

function escape(text) {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
