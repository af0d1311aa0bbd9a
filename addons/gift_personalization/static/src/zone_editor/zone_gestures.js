/** Turns pointer events on the stage into rectangles and areas; knows no records. */

import * as area from "./area";
import * as geometry from "./geometry";
import { moveHandle } from "./shape";

/**
 * @typedef {Object} Gesture
 * @property {"move"|"resize"|"rotate"|"draw"|"area-move"|"area-resize"|"shape-handle"} kind
 * @property {Object} start rectangle, area or shape when the pointer went down
 * @property {{x: number, y: number}} from where the pointer went down (mm, or px of the picture)
 * @property {string} [handle]
 * @property {Object} grid `{surface, lines, tolerance}`
 * @property {Object} [picture] `{width, height}` in px
 */

/**
 * Return where a gesture leads when the pointer is at `point`.
 *
 * @param {Gesture} gesture
 * @returns {{rect?: Object, area?: Object, shape?: Object, guides: {x: number[], y: number[]}}}
 */
export function follow(gesture, point) {
    const { kind, start, from, handle, grid, picture } = gesture;
    const [dx, dy] = [point.x - from.x, point.y - from.y];
    const guides = { x: [], y: [] };
    switch (kind) {
        case "move":
            return geometry.move(start, dx, dy, grid);
        case "resize":
            return geometry.resize(start, handle, dx, dy, grid);
        case "rotate":
            return { rect: geometry.rotate(start, point), guides };
        case "draw":
            return { rect: geometry.span(from, point, grid), guides };
        case "area-move":
            return {
                area: area.moveArea(start, dx / picture.width, dy / picture.height),
                guides,
            };
        case "area-resize": {
            const shares = [dx / picture.width, dy / picture.height];
            return {
                area: area.resizeArea(start, handle, ...shares, grid.surface, picture),
                guides,
            };
        }
        case "shape-handle": {
            const shares = [dx / picture.width, dy / picture.height];
            // A corner that would make a dent stays where it was last.
            const shape = moveHandle(start, handle, ...shares) || gesture.result?.shape || start;
            return { shape, guides };
        }
    }
    throw new Error(`Unknown gesture ${kind}`);
}

/** Return the point of a pointer event in the coordinates of an SVG element. */
export function pointIn(element, ev) {
    const matrix = element.getScreenCTM();
    if (!matrix) {
        return { x: 0, y: 0 };
    }
    const point = new DOMPoint(ev.clientX, ev.clientY).matrixTransform(matrix.inverse());
    return { x: point.x, y: point.y };
}
