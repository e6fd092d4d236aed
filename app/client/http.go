package client

// The words and numbers of HTTP that the client says. They are written out
// because net/http in the browser is megabytes of download as soon as one of
// its functions is called; a test keeps it out of the app.
const (
	methodGet    = "GET"
	methodPost   = "POST"
	methodPut    = "PUT"
	methodPatch  = "PATCH"
	methodDelete = "DELETE"

	statusUnauthorized          = 401
	statusForbidden             = 403
	statusNotFound              = 404
	statusConflict              = 409
	statusGone                  = 410
	statusRequestEntityTooLarge = 413
	statusTooManyRequests       = 429
	statusBadGateway            = 502
	statusServiceUnavailable    = 503
	statusGatewayTimeout        = 504
)
