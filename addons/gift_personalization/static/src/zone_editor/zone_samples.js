import { markup, useEffect, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { user } from "@web/core/user";
import { many2oneId, toRect, toSampleValues } from "./zone_values";

const DELAY_MS = 200;

/** Set width and height of the engine's drawing, which fills its container, in mm. */
function asNestedSvg(svg) {
    const box = /viewBox="0 0 (\d+) (\d+)"/.exec(svg);
    return box
        ? svg.replace("<svg ", `<svg width="${box[1] / 1000}" height="${box[2] / 1000}" `)
        : "";
}

/**
 * Keep samples of all zones, drawn by the engine on the server, in step with the form.
 *
 * @param {() => {surface: Object, zones: Object[], ink: string, longest: boolean}} getState the form's records
 * @returns reactive `{byId: {[recordId]: {markup, rect, messages}}, error}`
 */
export function useZoneSamples(getState) {
    const orm = useService("orm");
    const samples = useState({ byId: {}, error: "" });
    let latest = 0;

    const payload = () => {
        const { surface, zones, ink, longest } = getState();
        const method = many2oneId(surface.data.method_id);
        if (!method) {
            return null;
        }
        return [
            {
                name: surface.data.name || "",
                width_mm: surface.data.width_mm,
                height_mm: surface.data.height_mm,
                method_id: method,
            },
            zones.map((zone) => toSampleValues(zone.data)),
            ink || false,
            Boolean(longest),
        ];
    };

    const load = async () => {
        const request = ++latest;
        const args = payload();
        const zones = [...getState().zones];
        const rects = zones.map((zone) => toRect(zone.data));
        if (!args || !zones.length) {
            samples.byId = {};
            return;
        }
        try {
            const drawn = await orm.silent.call("gift.surface", "get_zone_samples", args);
            if (request !== latest) {
                return;
            }
            samples.byId = Object.fromEntries(
                drawn.map(({ svg, messages }, index) => [
                    zones[index].id,
                    { markup: markup(asNestedSvg(svg)), rect: rects[index], messages },
                ])
            );
            samples.error = "";
        } catch (error) {
            if (request === latest) {
                samples.error = error.data?.message || error.message;
            }
        }
    };
    const loadSoon = useDebounced(load, DELAY_MS);

    const canDraw = { value: false };
    user.hasGroup("gift_base.group_manager").then((isManager) => {
        canDraw.value = isManager;
        if (isManager) {
            loadSoon();
        }
    });
    useEffect(
        () => {
            if (canDraw.value) {
                loadSoon();
            }
        },
        () => [JSON.stringify(payload())]
    );
    return samples;
}
