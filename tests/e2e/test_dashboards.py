"""The owner's dashboards in a browser: every formula says something, a figure opens its records."""

import io
import zipfile

import pytest

# The spreadsheet of a page, found among the components of the web client.
FIND_ERRORS = """() => {
    const found = [];
    let cells = 0;
    let loading = 0;
    const visit = (node) => {
        const model = node.props && node.props.model;
        if (model && model.getters && model.getters.getSheetIds) {
            for (const sheetId of model.getters.getSheetIds()) {
                for (const id in model.getters.getCells(sheetId)) {
                    const cell = model.getters.getEvaluatedCell(
                        model.getters.getCellPosition(id));
                    cells += 1;
                    if (cell.value === "Loading...") {
                        loading += 1;
                    } else if (cell.type === "error") {
                        found.push(`${cell.value}: ${cell.message}`);
                    }
                }
            }
            return true;
        }
        return Object.values(node.children || {}).some(visit);
    };
    [...window.__OWL_DEVTOOLS__.apps].some((app) => app.root && visit(app.root));
    return cells && !loading && [cells, found];
}"""


@pytest.fixture
def dashboards(odoo_rpc):
    """Return ids and names of the shop's pages."""
    group = [["module", "=", "gift_reports"], ["name", "=", "spreadsheet_dashboard_group"]]
    [row] = odoo_rpc("admin").search_read("ir.model.data", group, ["res_id"])
    return odoo_rpc("manager").search_read(
        "spreadsheet.dashboard", [["dashboard_group_id", "=", row["res_id"]]], ["name"]
    )


def open_as_manager(page, address):
    """Log in and be led to an address; the first visit builds the assets."""
    page.context.set_default_timeout(180_000)
    page.goto(f"/web/login?redirect={address}")
    page.locator("input[name='login']").fill("manager")
    page.locator("input[name='password']").fill("manager")
    page.locator("form.oe_login_form button[type='submit']").click()


def test_every_page_has_figures_and_they_open_what_they_are_made_of(browser_page, dashboards):
    page = browser_page
    page.set_viewport_size({"width": 1280, "height": 1900})  # only cells in view are drawn
    open_as_manager(page, "/odoo/action-gift_reports.gift_report_refresh_action")
    page.get_by_role("button", name="Refresh now").click()
    page.wait_for_selector(".o_notification:has-text('being refreshed')")
    assert len(dashboards) == 10

    for dashboard in dashboards:
        page.goto(f"/odoo/dashboards?dashboard_id={dashboard['id']}")
        page.wait_for_selector(".o-grid")
        cells, errors = page.wait_for_function(FIND_ERRORS).json_value()
        assert cells > 20, dashboard["name"]
        assert not errors, (dashboard["name"], errors)

    sales = next(row for row in dashboards if row["name"] == "Sales")
    page.goto(f"/odoo/dashboards?dashboard_id={sales['id']}")
    page.wait_for_function(FIND_ERRORS)
    page.locator(".o-dashboard-clickable-cell[title='See records']").first.click()
    page.wait_for_selector(".o_list_view .o_data_row")


def test_a_report_is_handed_out_as_a_workbook(browser_page, dashboards):
    page = browser_page
    open_as_manager(page, "/odoo/action-gift_reports.gift_report_file_action")
    page.get_by_label("Report").first.click()
    page.get_by_role("menuitem", name="Production").click()
    with page.expect_download() as given:
        page.get_by_role("button", name="Download").click()

    data = io.BytesIO(given.value.path().read_bytes())
    assert given.value.suggested_filename.endswith(".xlsx")
    assert "xl/workbook.xml" in zipfile.ZipFile(data).namelist()
