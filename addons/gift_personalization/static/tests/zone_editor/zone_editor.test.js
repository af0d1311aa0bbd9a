import { beforeEach, describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { click, press, queryAll, queryOne, waitFor } from "@odoo/hoot-dom";
import { animationFrame, runAllTimers } from "@odoo/hoot-mock";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    clickSave,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Method extends models.Model {
    _name = "gift.print.method";
    name = fields.Char();
    _records = [{ id: 1, name: "Sublimation" }];
}

class Mockup extends models.Model {
    _name = "gift.mockup";
    name = fields.Char();
    surface_id = fields.Many2one({ relation: "gift.surface" });
    image = fields.Binary();
    sha256 = fields.Char();
    area_x = fields.Float();
    area_y = fields.Float();
    area_width = fields.Float();
    area_height = fields.Float();
    mapping = fields.Char();
    corner_nw_x = fields.Float({ digits: [16, 6] });
    corner_nw_y = fields.Float({ digits: [16, 6] });
    corner_ne_x = fields.Float({ digits: [16, 6] });
    corner_ne_y = fields.Float({ digits: [16, 6] });
    corner_se_x = fields.Float({ digits: [16, 6] });
    corner_se_y = fields.Float({ digits: [16, 6] });
    corner_sw_x = fields.Float({ digits: [16, 6] });
    corner_sw_y = fields.Float({ digits: [16, 6] });
    cylinder_angle = fields.Float({ digits: [16, 6] });
    cylinder_from = fields.Float({ digits: [16, 6] });
    cylinder_to = fields.Float({ digits: [16, 6] });
    cylinder_top = fields.Float({ digits: [16, 6] });
    cylinder_bottom = fields.Float({ digits: [16, 6] });
    blend = fields.Char();
    ink = fields.Char();
}

const number = (digits = 2) => fields.Float({ digits: [16, digits] });

class Zone extends models.Model {
    _name = "gift.zone";
    surface_id = fields.Many2one({ relation: "gift.surface" });
    sequence = fields.Integer();
    name = fields.Char({ required: true });
    zone_type = fields.Char();
    x_mm = number();
    y_mm = number();
    width_mm = number();
    height_mm = number();
    rotation = number();
    required = fields.Boolean();
    max_size_mm = number();
    min_size_mm = number();
    _records = [
        {
            id: 1, surface_id: 1, sequence: 1, name: "Name", zone_type: "text",
            x_mm: 20, y_mm: 10, width_mm: 60, height_mm: 20, max_size_mm: 14, min_size_mm: 3,
        },
        {
            id: 2, surface_id: 1, sequence: 2, name: "Photo", zone_type: "photo",
            x_mm: 120, y_mm: 10, width_mm: 60, height_mm: 60,
        },
    ]; // prettier-ignore
}

class Surface extends models.Model {
    _name = "gift.surface";
    name = fields.Char();
    width_mm = number();
    height_mm = number();
    method_id = fields.Many2one({ relation: "gift.print.method" });
    mockup_ids = fields.One2many({ relation: "gift.mockup", relation_field: "surface_id" });
    zone_ids = fields.One2many({ relation: "gift.zone", relation_field: "surface_id" });
    _records = [
        { id: 1, name: "Wrap", width_mm: 200, height_mm: 100, method_id: 1, zone_ids: [1, 2] },
    ];

    get_zone_samples(surface, zones, ink, longest) {
        const drawing =
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200000 100000"><path d="M0 0"/></svg>';
        return zones.map((zone) => ({
            svg: drawing,
            messages: zone.width_mm < 10 || longest ? [`${zone.name}: the text does not fit.`] : [],
        }));
    }
}

defineMailModels();
defineModels([Method, Mockup, Zone, Surface]);

const arch = (attributes = "") => /* xml */ `
    <form ${attributes}>
        <field name="name"/>
        <field name="width_mm"/>
        <field name="height_mm"/>
        <field name="method_id"/>
        <field name="zone_ids" widget="gift_zone_editor" mode="list">
            <list>
                <field name="sequence" widget="handle"/>
                <field name="name"/>
                <field name="zone_type"/>
                <field name="x_mm"/><field name="y_mm"/>
                <field name="width_mm"/><field name="height_mm"/>
                <field name="rotation"/>
                <field name="required"/>
                <field name="max_size_mm"/><field name="min_size_mm"/>
            </list>
            <form><field name="name"/></form>
        </field>
        <field name="mockup_ids" mode="kanban">
            <kanban>
                <field name="area_x"/><field name="area_y"/>
                <field name="area_width"/><field name="area_height"/>
                <field name="mapping"/>
                <field name="corner_nw_x"/><field name="corner_nw_y"/>
                <field name="corner_ne_x"/><field name="corner_ne_y"/>
                <field name="corner_se_x"/><field name="corner_se_y"/>
                <field name="corner_sw_x"/><field name="corner_sw_y"/>
                <field name="cylinder_angle"/><field name="cylinder_from"/><field name="cylinder_to"/>
                <field name="cylinder_top"/><field name="cylinder_bottom"/>
                <field name="sha256"/><field name="image"/><field name="blend"/><field name="ink"/>
                <templates><t t-name="card"><field name="name"/></t></templates>
            </kanban>
        </field>
    </form>`;

async function mountEditor(attributes) {
    await mountView({ type: "form", resModel: "gift.surface", resId: 1, arch: arch(attributes) });
}

const zone = (name) => `.o_gift_zone[data-name="${name}"]`;

async function settle() {
    await animationFrame();
    await runAllTimers();
    await animationFrame();
}

async function selectZone(name) {
    queryOne(zone(name)).focus();
    await animationFrame();
}

let saved;
beforeEach(() => {
    saved = null;
    onRpc("has_group", () => true);
    onRpc("gift.surface", "web_save", ({ args }) => {
        saved = args[1].zone_ids;
    });
});

test("shows every zone, and the numbers of the selected one", async () => {
    await mountEditor();

    expect(".o_gift_zone").toHaveCount(2);
    expect(".o_gift_zone_panel").toHaveCount(0);

    await selectZone("Name");

    expect(zone("Name")).toHaveClass("o_gift_selected");
    expect("[name=gift_zone_name]").toHaveValue("Name");
    expect("[name=gift_zone_x]").toHaveValue(20);
    expect("[name=gift_zone_size]").toHaveValue(14);
});

test("a number typed beside is saved with the form", async () => {
    await mountEditor();
    await selectZone("Name");

    await contains("[name=gift_zone_x]").edit("33");
    await clickSave();

    expect(saved).toEqual([
        [1, 1, { x_mm: 33, y_mm: 10, width_mm: 60, height_mm: 20, rotation: 0 }],
    ]);
});

test("arrow keys move and resize the zone", async () => {
    await mountEditor();
    await selectZone("Name");

    await press("ArrowRight");
    await press(["Shift", "ArrowDown"]);
    await press(["Alt", "ArrowRight"]);
    await settle();

    expect("[name=gift_zone_x]").toHaveValue(20.5);
    expect("[name=gift_zone_y]").toHaveValue(15);
    expect("[name=gift_zone_width]").toHaveValue(60.5);
    expect("[role=status]:last").toHaveText(/Name: 20.5 mm from the left, 15 mm from the top/);
});

test("a zone added by the keyboard lies in the middle and is selected", async () => {
    await mountEditor();

    queryOne("[name=gift_add_text]").focus();
    await press("Enter");
    await settle();

    expect(".o_gift_zone").toHaveCount(3);
    expect(zone("Text")).toHaveClass("o_gift_selected");
    expect("[name=gift_zone_x]").toHaveValue(40);
    expect("[name=gift_zone_width]").toHaveValue(120);

    await clickSave();

    expect(saved).toHaveLength(1);
    expect(saved[0][0]).toBe(0);
    expect(saved[0][2]).toInclude(["zone_type", "text"]);
    expect(saved[0][2].x_mm).toBe(40);
});

test("delete removes the zone, discarding the form brings it back", async () => {
    await mountEditor();
    await selectZone("Photo");

    await press("Delete");
    await settle();
    expect(".o_gift_zone").toHaveCount(1);

    await contains(".o_form_button_cancel").click();
    await settle();
    expect(".o_gift_zone").toHaveCount(2);
    expect(saved).toBe(null);
});

test("what was done is undone and done again", async () => {
    await mountEditor();
    await selectZone("Name");
    expect("[name=gift_undo]").not.toBeEnabled();

    await contains("[name=gift_zone_x]").edit("33");
    await contains("[name=gift_undo]").click();
    expect("[name=gift_zone_x]").toHaveValue(20);
    expect("[name=gift_undo]").not.toBeEnabled();

    await contains("[name=gift_redo]").click();
    expect("[name=gift_zone_x]").toHaveValue(33);
    await clickSave();
    expect(saved).toEqual([
        [1, 1, { x_mm: 33, y_mm: 10, width_mm: 60, height_mm: 20, rotation: 0 }],
    ]);
});

test("a deleted zone comes back as it was, and goes again", async () => {
    await mountEditor();
    await selectZone("Photo");
    await contains("[name=gift_zone_delete]").click();
    expect(zone("Photo")).toHaveCount(0);

    queryOne(zone("Name")).focus();
    await press(["ctrl", "z"]);
    await settle();
    expect(zone("Photo")).toHaveCount(1);
    await selectZone("Photo");
    expect("[name=gift_zone_x]").toHaveValue(120);
    expect("[name=gift_zone_width]").toHaveValue(60);

    await contains("[name=gift_redo]").click();
    expect(zone("Photo")).toHaveCount(0);
});

test("an added zone is taken away by undo; arrow keys held down are one step", async () => {
    await mountEditor();
    await selectZone("Name");
    await press("ArrowRight");
    await press("ArrowRight");
    await settle();
    queryOne("[name=gift_add_text]").focus();
    await press("Enter");
    await settle();
    expect(".o_gift_zone").toHaveCount(3);

    await contains("[name=gift_undo]").click();
    expect(".o_gift_zone").toHaveCount(2);
    await contains("[name=gift_undo]").click();
    await selectZone("Name");
    expect("[name=gift_zone_x]").toHaveValue(20);
    expect("[name=gift_undo]").not.toBeEnabled();
});

test("a copy lies beside its original", async () => {
    await mountEditor();
    await selectZone("Name");

    await click("[name=gift_zone_duplicate]");
    await settle();

    expect(queryAll(zone("Name"))).toHaveLength(2);
    expect("[name=gift_zone_x]").toHaveValue(25);
    expect("[name=gift_zone_y]").toHaveValue(15);
});

test("a zone over the edge is marked and told", async () => {
    await mountEditor();
    await selectZone("Name");

    await contains("[name=gift_zone_x]").edit("190");

    expect(zone("Name")).toHaveClass("o_gift_outside");
    expect(".o_gift_messages").toHaveText(/reaches over the edge of the surface/);
});

test("samples of the engine are shown, with what it says about them", async () => {
    await mountEditor();
    await settle();
    expect(".o_gift_samples svg[width='200'][height='100']").toHaveCount(2);

    await selectZone("Name");
    await contains("[name=gift_zone_width]").edit("5");
    await settle();

    expect(".o_gift_messages").toHaveText("Name: the text does not fit.");
});

test("samples with the longest text show what customers may run into", async () => {
    await mountEditor();
    await selectZone("Name");
    await settle();
    expect(".o_gift_messages").toHaveCount(0);

    await contains("[name=gift_longest]").click();
    await settle();

    expect("[name=gift_longest]").toHaveAttribute("aria-pressed", "true");
    expect(".o_gift_messages").toHaveText("Name: the text does not fit.");
});

test("the order of drawing can be changed", async () => {
    await mountEditor();
    await selectZone("Name");

    await contains("[title='Bring forward']").click();
    await settle();

    expect(queryAll(".o_gift_zone").map((element) => element.dataset.name)).toEqual([
        "Photo",
        "Name",
    ]);
});

test("who may not edit sees the zones but no tools", async () => {
    await mountEditor('edit="0"');
    await selectZone("Name");

    expect(".o_gift_zone").toHaveCount(2);
    expect("[name=gift_add_text]").toHaveCount(0);
    expect(".o_gift_handles").toHaveCount(0);
    expect(".o_gift_zone_panel").toHaveAttribute("disabled");

    await press("ArrowRight");
    await settle();
    expect("[name=gift_zone_x]").toHaveValue(20);
});

test("a finger on a zone moves the zone and not the page", async () => {
    await mountEditor();
    const touch = (target) => {
        const event = new TouchEvent("touchstart", { bubbles: true, cancelable: true });
        target.dispatchEvent(event);
        return event.defaultPrevented;
    };
    expect(touch(queryOne(".o_gift_stage"))).toBe(false);

    const options = { bubbles: true, cancelable: true, pointerId: 2, pointerType: "touch" };
    queryOne(zone("Name")).dispatchEvent(new PointerEvent("pointerdown", options));
    await animationFrame();

    expect(touch(queryOne(zone("Name")))).toBe(true);
});

// === SURFACES AT AN ANGLE, OR ROUND === //

const PIXEL =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

let savedMockups;
async function mountOnPicture(values = {}) {
    const corners = { nw: [0.25, 0.25], ne: [0.75, 0.25], se: [0.75, 0.75], sw: [0.25, 0.75] };
    const record = {
        id: 1, surface_id: 1, name: "All variants", image: PIXEL, blend: "multiply",
        area_x: 0.1, area_y: 0.2, area_width: 0.6, area_height: 0.3, mapping: "flat",
        cylinder_angle: 120, cylinder_from: 0, cylinder_to: 1, cylinder_top: 0, cylinder_bottom: 0,
    }; // prettier-ignore
    for (const [name, [x, y]] of Object.entries(corners)) {
        Object.assign(record, { [`corner_${name}_x`]: x, [`corner_${name}_y`]: y });
    }
    Mockup._records = [{ ...record, ...values }];
    Surface._records[0].mockup_ids = [1];
    savedMockups = null;
    onRpc("gift.surface", "web_save", ({ args }) => {
        savedMockups = args[1].mockup_ids;
    });
    await mountEditor();
    await waitFor(".o_gift_stage image, .o_gift_result");
    await contains("[name=gift_mode_area]").click();
}

test("a surface becomes slanted by its kind, and its corners move by arrow keys", async () => {
    await mountOnPicture();
    expect(".o_gift_shape_handle").toHaveCount(0);

    await contains("[name=gift_shape_kind]").select("perspective");
    await settle();
    expect(".o_gift_shape_handle").toHaveCount(4);
    expect(".o_gift_area_frame").toHaveCount(0);
    expect(".o_gift_stage .o_gift_grid polyline").toHaveCount(18);

    queryOne(".o_gift_shape_handle[data-handle=se]").focus();
    await press("ArrowLeft");
    await settle();
    // The picture of the test is one pixel wide: a step is its whole width, which would cross.
    expect("[name=gift_corner_se_x]").toHaveValue(1);

    await clickSave();
    expect(savedMockups[0][2]).toInclude(["mapping", "perspective"]);
    expect(savedMockups[0][2].corner_nw_x).toBe(0.1);
    expect(savedMockups[0][2].corner_se_x).toBe(0.7);
});

test("handles say what they are and where", async () => {
    await mountOnPicture({ mapping: "cylinder", cylinder_top: 0.1 });

    expect(".o_gift_shape_handle").toHaveCount(6);
    for (const handle of queryAll(".o_gift_shape_handle")) {
        expect(handle).toHaveAttribute("tabindex", "0");
        expect(handle.getAttribute("aria-label")).toMatch(/from the left, .* Arrow keys move it/);
    }
    expect("[data-handle=top]").toHaveAttribute("aria-label", /Bend of the top edge/);
});

test("a bend is typed, undone and done again", async () => {
    await mountOnPicture({ mapping: "cylinder" });

    await contains("[name=gift_shape_bottom]").edit("12");
    await settle();
    expect("[name=gift_shape_bottom]").toHaveValue(12);

    await contains("[name=gift_undo]").click();
    await settle();
    expect("[name=gift_shape_bottom]").toHaveValue(0);

    await contains("[name=gift_redo]").click();
    await settle();
    expect("[name=gift_shape_bottom]").toHaveValue(12);
});

test("zones of a round surface are edited flat, beside the picture of the result", async () => {
    await mountOnPicture({ mapping: "cylinder" });
    await contains("[name=gift_mode_zones]").click();
    await settle();

    expect(".o_gift_stage image").toHaveCount(0);
    expect(".o_gift_surface").toHaveClass("o_gift_paper");
    expect(".o_gift_zone").toHaveCount(2);
    expect(".o_gift_result img").toHaveCount(1);
    expect(".o_gift_result polygon").toHaveCount(20);
    expect(".o_gift_result pattern path").toHaveCount(2);
    expect(".o_gift_result pattern").toHaveCount(21);
});
