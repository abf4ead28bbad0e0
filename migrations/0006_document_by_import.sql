-- What came in on a day, and the day of the first import, are asked on every page: they must not read every document.
create index document_by_import on document (company_id, imported_on);
