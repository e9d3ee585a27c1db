"""DuckDB as an audit: each export becomes a table on disk, two tables are compared whole.

duckdb_tables.py load structs|json DATABASE TABLE EXPORT
duckdb_tables.py compare DATABASE                       prints the id of every group that differs

structs: a group is a nested value, its type read from the export (faster here than declaring it).
json:    a group is the JSON text that the export holds.

The join is faster here than EXCEPT both ways.
"""

import sys

import duckdb

# An export is one JSON object of any size: DuckDB must be told to take it in one piece.
READ = {
    "structs": "read_json(?, maximum_object_size = 4000000000)",
    "json": "read_json(?, maximum_object_size = 4000000000, columns = {SecurityGroups: 'JSON[]'})",
}
KEY = {"structs": "item.GroupId", "json": "item->>'GroupId'"}

COMPARE = """SELECT coalesce(old.GroupId, new.GroupId)
    FROM before AS old FULL OUTER JOIN after AS new ON old.GroupId = new.GroupId
    WHERE old.item IS DISTINCT FROM new.item"""


def load(form, database, table, export):
    with duckdb.connect(database) as connection:
        connection.execute(
            f"""CREATE OR REPLACE TABLE {table} AS SELECT {KEY[form]} AS GroupId, item
                FROM (SELECT unnest(SecurityGroups) AS item FROM {READ[form]})""", [export])


def compare(database):
    with duckdb.connect(database, read_only=True) as connection:
        for (group_id,) in connection.execute(COMPARE).fetchall():
            print(group_id)


{"load": load, "compare": compare}[sys.argv[1]](*sys.argv[2:])
